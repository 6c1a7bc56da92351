package io.layerscope.model.export;

import io.layerscope.dataset.Preprocessing;
import io.layerscope.dataset.PreprocessingSpec;
import io.layerscope.dataset.table.Table;
import io.layerscope.model.ModelVersion;
import io.layerscope.model.Models;
import io.layerscope.model.Prepared;
import io.layerscope.model.Registration;
import io.layerscope.nn.Network;
import io.layerscope.nn.NetworkSpec;
import io.layerscope.nn.Samples;
import io.layerscope.nn.StatisticsSpec;
import io.layerscope.nn.Training;
import io.layerscope.nn.TrainingPlan;
import io.layerscope.nn.TrainingSpec;
import io.layerscope.nn.array.ComputeThreads;
import java.util.Arrays;
import java.util.Map;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Registers a network that was trained for a moment on the first rows of a table. */
record TrainedModel(ApplicationContext service, Table table, int[] rows) {

  private static final String TRAINING =
      "{\"epochs\": 3, \"batchSize\": 50, \"earlyStopping\": null}";

  ModelVersion register(String name, String network, PreprocessingSpec scaling) {
    JsonMapper json = service.getBean(JsonMapper.class);
    Preprocessing preprocessing = Preprocessing.fit(table, rows, scaling);
    int[] labels = Arrays.stream(rows).map(row -> table.labels()[row]).toArray();
    Samples samples =
        new Samples(
            rows.length, preprocessing.features(), preprocessing.encode(table, rows), labels);
    TrainingPlan plan =
        TrainingPlan.of(
            json.readValue(network, NetworkSpec.class),
            json.readValue(TRAINING, TrainingSpec.class),
            json.readValue("{}", StatisticsSpec.class),
            preprocessing.features(),
            table.classes(),
            rows.length,
            0);
    try (Training training =
        new Training(plan, samples, null, service.getBean(ComputeThreads.class))) {
      while (!training.finished()) {
        training.advance(100);
      }
      try (Network trained = training.network()) {
        return register(name, trained, preprocessing);
      }
    }
  }

  private ModelVersion register(String name, Network network, Preprocessing preprocessing) {
    Models models = service.getBean(Models.class);
    Registration registration =
        new Registration(
            name,
            null,
            null,
            "data",
            "cd".repeat(32),
            Map.of("dataset", "data"),
            table.classes(),
            network,
            preprocessing,
            null,
            null);
    try (Prepared prepared = models.prepare(registration)) {
      ModelVersion version =
          service.getBean(TransactionTemplate.class).execute(status -> models.register(prepared));
      if (version == null) {
        throw new IllegalStateException("nothing was registered");
      }
      return version;
    }
  }
}
