package io.layerscope.run.diagnosis;

import static io.layerscope.run.diagnosis.Warning.evidence;
import static io.layerscope.run.diagnosis.Warning.text;

import io.layerscope.run.log.Series;
import io.layerscope.web.ProblemDocument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Diverged: the loss stopped being finite, or ends far above where it began. Overfitting: the
 * validation loss has risen above its least (Prechelt's generalization loss) while the training
 * loss went on falling, and the accuracies have parted.
 *
 * <p>L. Prechelt, Early stopping - but when? (1998).
 */
final class LossCurves implements Rule {

  static final double DIVERGED_FACTOR = 2;
  static final double GENERALIZATION_LOSS = 0.1;
  static final double CRITICAL_LOSS = 0.5;
  static final double LEAST_RISE = 0.05;
  static final double ACCURACY_GAP = 0.1;
  static final int EPOCHS_AFTER_BEST = 3;

  /** The end of a curve is the median of so many epochs: one bad epoch is no illness. */
  private static final int END = 3;

  @Override
  public List<Warning> check(History history) {
    List<Warning> warnings = new ArrayList<>();
    diverged(history, warnings);
    if (warnings.isEmpty()) {
      overfitting(history, warnings);
    }
    return warnings;
  }

  private static void diverged(History history, List<Warning> warnings) {
    double[] loss = history.curve(Series.TRAIN_LOSS);
    ProblemDocument error = history.run().error();
    String failure = error != null && error.code().equals("diverged") ? error.detail() : null;
    boolean infinite =
        history.latest().layers().stream().anyMatch(layer -> !layer.finite())
            || Arrays.stream(loss).anyMatch(Double::isNaN);
    double first = loss.length == 0 ? Double.NaN : loss[0];
    double end = end(loss);
    boolean worse = loss.length > END && end > DIVERGED_FACTOR * Math.max(first, LEAST_RISE);
    if (failure == null && !infinite && !worse) {
      return;
    }
    int epoch = loss.length == 0 ? 0 : history.curves().epochs().getLast();
    warnings.add(
        new Warning(
            Illness.DIVERGED,
            Severity.CRITICAL,
            null,
            epoch,
            failure != null
                ? failure
                : infinite
                    ? "Numbers of the network are not finite any more."
                    : text(
                        "The training loss ends at %.3g, above %.3g of the first epoch.",
                        end, first),
            "Lower the learning rate (by 10), clip gradients (gradientClipping), warm up, or start"
                + " from smaller weights.",
            evidence("firstLoss", first, "lastLoss", end, "threshold", DIVERGED_FACTOR)));
  }

  private static void overfitting(History history, List<Warning> warnings) {
    double[] validation = history.curve(Series.VALIDATION_LOSS);
    double[] training = history.curve(Series.TRAIN_LOSS);
    int best = least(validation);
    if (best < 0 || validation.length - 1 - best < EPOCHS_AFTER_BEST) {
      return;
    }
    double least = validation[best];
    double now = end(validation);
    double rise = now / least - 1;
    double gap =
        end(history.curve(Series.TRAIN_ACCURACY)) - end(history.curve(Series.VALIDATION_ACCURACY));
    boolean learnsByHeart = end(training) < training[best] && gap > ACCURACY_GAP;
    if (rise < GENERALIZATION_LOSS || now - least < LEAST_RISE || !learnsByHeart) {
      return;
    }
    int epoch = history.curves().epochs().get(best);
    boolean kept = history.keepsBest();
    warnings.add(
        new Warning(
            Illness.OVERFITTING,
            rise > CRITICAL_LOSS && !kept ? Severity.CRITICAL : Severity.WARNING,
            null,
            epoch,
            text(
                "Since epoch %d the validation loss has risen by %.0f %% while the training loss"
                    + " fell; training accuracy is %.0f points above validation.",
                epoch, 100 * rise, 100 * gap),
            (kept ? "The model that is kept is that of the best epoch. " : "")
                + "Stop earlier (earlyStopping), add dropout, l2 or labelSmoothing, use fewer"
                + " units, or more rows.",
            evidence(
                "leastValidationLoss", least,
                "validationLoss", now,
                "generalizationLoss", rise,
                "accuracyGap", gap,
                "threshold", GENERALIZATION_LOSS)));
  }

  private static int least(double[] curve) {
    int least = -1;
    for (int i = 0; i < curve.length; i++) {
      if (!Double.isNaN(curve[i]) && (least < 0 || curve[i] < curve[least])) {
        least = i;
      }
    }
    return least;
  }

  /** The median of the last values. */
  private static double end(double[] curve) {
    double[] last = Arrays.copyOfRange(curve, Math.max(0, curve.length - END), curve.length);
    Arrays.sort(last);
    return last.length == 0 ? Double.NaN : last[last.length / 2];
  }
}
