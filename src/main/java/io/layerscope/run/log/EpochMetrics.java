package io.layerscope.run.log;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One epoch's numbers, as its event carries them. */
public record EpochMetrics(
    int epoch,
    @Nullable Double trainLoss,
    @Nullable Double trainAccuracy,
    @Nullable Double validationLoss,
    @Nullable Double validationAccuracy,
    @Nullable Double learningRate,
    @Nullable Double gradientNorm,
    @Nullable Double seconds,
    @Nullable Double samplesPerSecond) {

  static EpochMetrics read(ResultSet row) throws SQLException {
    return new EpochMetrics(
        row.getInt("epoch"),
        number(row, Series.TRAIN_LOSS),
        number(row, Series.TRAIN_ACCURACY),
        number(row, Series.VALIDATION_LOSS),
        number(row, Series.VALIDATION_ACCURACY),
        number(row, Series.LEARNING_RATE),
        number(row, Series.GRADIENT_NORM),
        number(row, Series.SECONDS),
        number(row, Series.SAMPLES_PER_SECOND));
  }

  static @Nullable Double number(ResultSet row, Series series) throws SQLException {
    double value = row.getDouble(series.column());
    return row.wasNull() ? null : value;
  }
}
