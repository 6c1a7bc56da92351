package io.layerscope.run.work;

import io.layerscope.dataset.Dataset;
import io.layerscope.dataset.Datasets;
import io.layerscope.dataset.Preprocessing;
import io.layerscope.dataset.Split;
import io.layerscope.dataset.SplitSpec;
import io.layerscope.dataset.table.Table;
import io.layerscope.nn.TrainingPlan;
import io.layerscope.run.state.RunRequest;
import io.layerscope.web.Problem;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * From a request to what is trained: the data set, its split, the preprocessing fitted on the
 * training rows, the plan. The same when a run is submitted, to find what is wrong with it, and
 * when it is worked on.
 */
@Component
public class Preparation {

  private final Datasets datasets;

  Preparation(Datasets datasets) {
    this.datasets = datasets;
  }

  /**
   * @throws Problem 422 for a data set that does not exist or does not fit
   * @throws io.layerscope.nn.bounds.OutOfBounds for settings that are impossible together
   */
  public Prepared prepare(RunRequest request) {
    Dataset dataset = find(request.dataset(), "/dataset");
    Table table = datasets.table(dataset);
    SplitSpec spec = request.split();
    Split split = Split.of(table.labels(), table.classes().size(), spec);
    if (split.training().length == 0) {
      throw Problem.unprocessable(
          "empty-split", "/split", "The split leaves no rows to train on; lower its fractions.");
    }
    Preprocessing preprocessing =
        Preprocessing.fit(table, split.training(), request.preprocessing());
    Rows own = Rows.of(table, split.training());
    Rows validation =
        other(spec.validationDataset(), "/split/validationDataset", table, preprocessing);
    Rows test = other(spec.testDataset(), "/split/testDataset", table, preprocessing);
    Rows validated = validation == null ? Rows.of(table, split.validation()) : validation;
    TrainingPlan plan =
        TrainingPlan.of(
            request.model(),
            request.training(),
            request.statistics(),
            preprocessing.features(),
            table.classes(),
            own.count(),
            validated.count());
    return new Prepared(
        dataset,
        table.classes(),
        preprocessing,
        plan,
        own,
        validated,
        test == null ? Rows.of(table, split.test()) : test);
  }

  private @Nullable Rows other(
      @Nullable String id, String pointer, Table table, Preprocessing preprocessing) {
    if (id == null) {
      return null;
    }
    Table other = datasets.table(find(id, pointer));
    try {
      preprocessing.check(other);
      int[] labels = Preprocessing.labels(other, table.classes());
      return new Rows(other, IntStream.range(0, other.rows()).toArray(), labels);
    } catch (Problem problem) {
      throw Problem.unprocessable(problem.code(), pointer, problem.detail());
    }
  }

  private Dataset find(String id, String pointer) {
    return datasets
        .find(id)
        .orElseThrow(
            () ->
                Problem.unprocessable(
                    "unknown-dataset", pointer, "There is no data set " + id + "."));
  }
}
