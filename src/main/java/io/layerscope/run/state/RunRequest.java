package io.layerscope.run.state;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.layerscope.dataset.PreprocessingSpec;
import io.layerscope.dataset.SplitSpec;
import io.layerscope.nn.NetworkSpec;
import io.layerscope.nn.StatisticsSpec;
import io.layerscope.nn.TrainingSpec;
import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import io.layerscope.nn.bounds.OutOfBounds;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a run is asked to do: the body of POST /runs, and, with every default filled in, what is
 * stored.
 *
 * @param priority runs of a higher one start first
 */
public record RunRequest(
    @Schema(description = "For people; the data set's name by default.", maxLength = 200)
        @Nullable String name,
    @Schema(description = "The data set's identifier.", requiredMode = Schema.RequiredMode.REQUIRED)
        String dataset,
    @JsonPropertyDescription("How rows are divided.") SplitSpec split,
    @JsonPropertyDescription("How columns become inputs; fitted on the training rows alone.")
        PreprocessingSpec preprocessing,
    @JsonPropertyDescription("The network.") NetworkSpec model,
    @JsonPropertyDescription("How it is trained.") TrainingSpec training,
    @JsonPropertyDescription("How closely each layer is looked at.") StatisticsSpec statistics,
    @Schema(description = "The model to register; named after the run by default.")
        @Nullable Register register,
    @Schema(description = "Runs of a higher priority start first.", defaultValue = "0")
        @Limit(min = -100, max = 100)
        Integer priority) {

  private static final int LONGEST_NAME = 200;

  public RunRequest {
    if (dataset == null) {
      throw new OutOfBounds("dataset", "must be given");
    }
    if (name != null && (name.isBlank() || name.length() > LONGEST_NAME)) {
      throw new OutOfBounds("name", "must have 1 to " + LONGEST_NAME + " characters");
    }
    split = split == null ? SplitSpec.defaults() : split;
    preprocessing = preprocessing == null ? PreprocessingSpec.defaults() : preprocessing;
    model = model == null ? NetworkSpec.defaults() : model;
    training = training == null ? TrainingSpec.defaults() : training;
    statistics = statistics == null ? StatisticsSpec.defaults() : statistics;
    priority = priority == null ? 0 : priority;
    Bounds.check(RunRequest.class, "priority", priority);
  }

  /**
   * Where the model goes.
   *
   * @param model the model's name; the run's, in allowed characters, by default
   * @param alias the alias that is moved to the new version
   */
  public record Register(
      @Schema(
              description = "The model's name.",
              pattern = "[A-Za-z0-9_.-]{1,100}",
              example = "digits")
          @Nullable String model,
      @Schema(
              description = "The alias that is moved to the new version.",
              pattern = "[A-Za-z0-9_.-]{1,100}",
              defaultValue = "latest")
          @Nullable String alias) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

    public Register {
      check("model", model);
      check("alias", alias);
    }

    private static void check(String field, @Nullable String name) {
      if (name != null && !NAME.matcher(name).matches()) {
        throw new OutOfBounds(field, "must match [A-Za-z0-9_.-]{1,100}");
      }
    }
  }

  /** The request with its names filled in. */
  public RunRequest named(String datasetName) {
    String runName = name == null ? datasetName : name;
    String model = register == null ? null : register.model();
    String alias = register == null ? null : register.alias();
    Register resolved =
        new Register(model == null ? modelName(runName) : model, alias == null ? "latest" : alias);
    return new RunRequest(
        runName,
        dataset,
        split,
        preprocessing,
        this.model,
        training,
        statistics,
        resolved,
        priority);
  }

  /** The request with the training that it comes to. */
  public RunRequest trainedBy(TrainingSpec resolved) {
    return new RunRequest(
        name, dataset, split, preprocessing, model, resolved, statistics, register, priority);
  }

  /** The run's name in the characters that a model's name may have. */
  private static String modelName(String runName) {
    String name = runName.replaceAll("[^A-Za-z0-9_.-]+", "-").replaceAll("^-+|-+$", "");
    return name.isEmpty() ? "model" : name.substring(0, Math.min(100, name.length()));
  }
}
