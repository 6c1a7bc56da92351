package io.layerscope.inference;

import io.layerscope.inference.metrics.Asked;
import io.layerscope.model.Lease;
import io.layerscope.model.Scoring;
import io.layerscope.storage.DataFolder;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.stereotype.Component;

/** Answers whole requests, of any length, in the memory of a chunk. */
@Component
class Predictions {

  private final DataFolder folder;
  private final PredictionLimits limits;

  Predictions(DataFolder folder, PredictionLimits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  /** Answers JSON with JSON. */
  void json(Lease model, Asked asked, InputStream body, Spool answer) throws IOException {
    RowEncoder row = new RowEncoder(model.inputs());
    try (Spool spool = new Spool(folder)) {
      EncodedRows rows = new EncodedRows(spool, model.network().inputs(), limits::requireRows);
      InputStream limited = limits.limited(body);
      PredictionOptions options = JsonRequest.read(limited, row, rows, model.classes().size());
      Predictor predictor = new Predictor(model, asked, options.dropoutSamples());
      try (JsonAnswer out = new JsonAnswer(answer.sink(), model, options.topK())) {
        long[] done = {0};
        rows.forEachChunk(
            Scoring.CHUNK,
            (chunk, count) -> {
              out.write(predictor.predict(chunk, count, done[0]));
              done[0] += count;
            });
      }
    }
  }

  /** Answers CSV with CSV. */
  void csv(
      Lease model,
      Asked asked,
      InputStream body,
      CsvRequest.Format format,
      PredictionOptions options,
      Spool answer)
      throws IOException {
    RowEncoder row = new RowEncoder(model.inputs());
    try (CsvAnswer out = new CsvAnswer(answer.sink(), model.classes(), options)) {
      Chunk chunk = new Chunk(model, new Predictor(model, asked, options.dropoutSamples()), out);
      CsvRequest.read(
          limits.limited(body),
          format,
          row,
          encoded -> {
            chunk.add(encoded);
            limits.requireRows(chunk.total());
          });
      chunk.flush();
    }
  }

  Spool spool() {
    return new Spool(folder);
  }

  /** Rows that wait for one matrix product. */
  private static final class Chunk {

    private final Predictor predictor;
    private final CsvAnswer out;
    private final int features;
    private final float[] encoded;
    private int rows;
    private long done;

    Chunk(Lease model, Predictor predictor, CsvAnswer out) {
      this.predictor = predictor;
      this.out = out;
      features = model.network().inputs();
      encoded = new float[Scoring.CHUNK * features];
    }

    void add(float[] row) {
      System.arraycopy(row, 0, encoded, rows * features, features);
      rows++;
      if (rows == Scoring.CHUNK) {
        flush();
      }
    }

    long total() {
      return done + rows;
    }

    void flush() {
      if (rows > 0) {
        out.write(predictor.predict(encoded, rows, done));
        done += rows;
        rows = 0;
      }
    }
  }
}
