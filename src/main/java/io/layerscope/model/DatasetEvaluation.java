package io.layerscope.model;

import io.layerscope.dataset.Dataset;
import io.layerscope.dataset.Datasets;
import io.layerscope.dataset.Preprocessing;
import io.layerscope.dataset.table.Table;
import io.layerscope.nn.evaluation.Evaluation;
import io.layerscope.web.Problem;
import org.springframework.stereotype.Component;

/** Evaluates a model on all rows of a data set, a chunk of encoded rows at a time. */
@Component
class DatasetEvaluation {

  private final Datasets datasets;

  DatasetEvaluation(Datasets datasets) {
    this.datasets = datasets;
  }

  /**
   * @throws Problem 422 when the data set is unknown, or lacks columns or has other classes than
   *     the model
   */
  Evaluation of(Lease model, String id) {
    Dataset dataset =
        datasets
            .find(id)
            .orElseThrow(
                () ->
                    Problem.unprocessable(
                        "unknown-dataset", "/dataset", "There is no data set " + id + "."));
    Table table = datasets.table(dataset);
    Preprocessing preprocessing = model.preprocessing();
    preprocessing.check(table);
    int[] labels = Preprocessing.labels(table, model.classes());
    return Evaluation.of(model.classes(), labels, probabilities(model, table));
  }

  private static float[] probabilities(Lease model, Table table) {
    int classes = model.classes().size();
    float[] all = new float[Math.multiplyExact(table.rows(), classes)];
    for (int from = 0; from < table.rows(); from += Scoring.CHUNK) {
      int count = Math.min(Scoring.CHUNK, table.rows() - from);
      int[] rows = new int[count];
      for (int i = 0; i < count; i++) {
        rows[i] = from + i;
      }
      float[] chunk =
          model.scoring().probabilities(model.preprocessing().encode(table, rows), count);
      System.arraycopy(chunk, 0, all, from * classes, count * classes);
    }
    return all;
  }
}
