package io.layerscope.inference.gradients;

import io.layerscope.inference.JsonCells;
import io.layerscope.inference.RowBuffer;
import io.layerscope.inference.RowEncoder;
import io.layerscope.model.Lease;
import io.layerscope.nn.CentralDifferences;
import io.layerscope.nn.Gradients;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.NamedTensor;
import io.layerscope.web.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/** Differentiates the loss at a model, a few batches at once, so that their memory is bounded. */
@Component
class GradientAnalysis {

  private static final int PLACES = 2;
  private static final int LONGEST_WAIT_SECONDS = 20;

  /** Numbers of one analysis: parameters, and each row's signals. */
  private static final long MOST_NUMBERS = 50_000_000;

  private static final long MOST_VALUES = 1_000_000;

  private final ComputeThreads threads;
  private final JsonMapper json;
  private final Semaphore places = new Semaphore(PLACES, true);

  GradientAnalysis(ComputeThreads threads, JsonMapper json) {
    this.threads = threads;
    this.json = json;
  }

  /**
   * Differentiates.
   *
   * @throws Problem 422 when the model cannot take the rows, 503 when too many ask at once
   */
  GradientAnswer of(Lease model, GradientRequest request) {
    Gradients.Rows rows =
        new Gradients.Rows(
            request.rows().size(),
            encoded(model, request.rows()),
            labels(model.classes(), request.labels()),
            request.dropout(),
            request.seed());
    require(model, request);
    acquire();
    try {
      Gradients gradients = Gradients.of(model.network(), rows, threads);
      CentralDifferences.Result check = request.check() ? check(gradients) : null;
      return answer(model, request, gradients, check);
    } finally {
      places.release();
    }
  }

  private float[] encoded(Lease model, List<Object> rows) {
    RowBuffer buffer = new RowBuffer(model.network().inputs());
    try (JsonParser in = json.treeAsTokens(json.valueToTree(rows))) {
      JsonCells cells = new JsonCells(in, new RowEncoder(model.inputs()), JsonCells.Dialect.PLAIN);
      in.nextToken();
      for (int row = 0; row < rows.size(); row++) {
        in.nextToken();
        buffer.add(cells.row(row));
      }
    }
    return buffer.values();
  }

  private static int[] labels(List<String> classes, List<Object> labels) {
    int[] indexes = new int[labels.size()];
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = classes.indexOf(String.valueOf(labels.get(i)));
      if (indexes[i] < 0) {
        throw Problem.unprocessable(
            "unknown-label",
            "/labels/" + i,
            "The model has no class " + labels.get(i) + ", but " + told(classes) + ".");
      }
    }
    return indexes;
  }

  private static String told(List<String> classes) {
    int most = 10;
    String first = String.join(", ", classes.subList(0, Math.min(most, classes.size())));
    return classes.size() > most ? first + " and others" : first;
  }

  private static void require(Lease model, GradientRequest request) {
    int rows = request.rows().size();
    int least = Gradients.leastRows(model.network());
    if (rows < least) {
      throw outOfBounds(
          "/rows",
          "rows must have at least %d rows, since layers are normalized over the batch, but has %d."
              .formatted(least, rows));
    }
    long units = model.network().spec().widths().stream().mapToLong(width -> width).sum();
    long signals = rows * (model.network().inputs() + units + model.classes().size());
    long numbers = model.network().learned() + signals;
    if (numbers > MOST_NUMBERS) {
      throw outOfBounds(
          "/rows",
          "parameters and rows times units must be at most %d numbers together, but are %d."
              .formatted(MOST_NUMBERS, numbers));
    }
    if (request.values() && model.network().learned() + 2 * signals > MOST_VALUES) {
      throw outOfBounds(
          "/values",
          "values must be false where there are more than %d of them; there are about %d."
              .formatted(MOST_VALUES, model.network().learned() + 2 * signals));
    }
  }

  private static Problem outOfBounds(String pointer, String detail) {
    return Problem.unprocessable("out-of-bounds", pointer, detail);
  }

  private CentralDifferences.Result check(Gradients gradients) {
    try {
      return CentralDifferences.of(gradients, threads);
    } catch (CentralDifferences.TooMany e) {
      throw outOfBounds("/check", e.getMessage() + "; send fewer rows, or check: false.");
    }
  }

  private static GradientAnswer answer(
      Lease model,
      GradientRequest request,
      Gradients gradients,
      CentralDifferences.@Nullable Result check) {
    List<GradientAnswer.Layer> layers = new ArrayList<>();
    for (List<NamedTensor> layer : gradients.layers()) {
      layers.add(GradientAnswer.Layer.of(layers.size() + 1, layer, request.values()));
    }
    return new GradientAnswer(
        model.name(),
        model.version(),
        request.rows().size(),
        Double.isFinite(gradients.loss()) ? gradients.loss() : null,
        layers,
        check == null ? null : check.greatestRelativeError(),
        check == null ? null : GradientAnswer.Checked.of(check));
  }

  private void acquire() {
    try {
      if (places.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new Problem(
        HttpStatus.SERVICE_UNAVAILABLE,
        "gradients-busy",
        "Gradients of " + PLACES + " batches are computed at once, and all take long; try again.");
  }
}
