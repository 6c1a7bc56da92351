package io.layerscope.run.export;

import io.layerscope.run.log.CurveLog;
import io.layerscope.run.log.EpochMetrics;
import io.layerscope.run.log.LayerLog;
import io.layerscope.run.state.Run;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Writes what the log has of a run as TensorBoard's event files: a page of epochs at a time, so
 * that a long run takes no memory and a slow reader holds nothing. An epoch's wall time is the
 * run's start and the seconds that it has trained since.
 */
@Component
class TensorBoardFiles {

  private static final int PAGE = 500;
  private static final double MILLIS = 1000;

  private final CurveLog curves;
  private final LayerLog layers;

  TensorBoardFiles(CurveLog curves, LayerLog layers) {
    this.curves = curves;
    this.layers = layers;
  }

  /** What of a run a file holds. TensorBoard overlays equal tags of files in different folders. */
  enum Content {
    /** Everything, each under a tag of its own. */
    ALL {
      @Override
      void scalars(SummaryEvent event, EpochMetrics epoch) {
        event.scalar("loss/train", epoch.trainLoss());
        event.scalar("loss/validation", epoch.validationLoss());
        event.scalar("accuracy/train", epoch.trainAccuracy());
        event.scalar("accuracy/validation", epoch.validationAccuracy());
        event.scalar(LEARNING_RATE, epoch.learningRate());
        event.scalar(GRADIENT_NORM, epoch.gradientNorm());
      }
    },
    /** What concerns training. */
    TRAIN {
      @Override
      void scalars(SummaryEvent event, EpochMetrics epoch) {
        event.scalar(LOSS, epoch.trainLoss());
        event.scalar(ACCURACY, epoch.trainAccuracy());
        event.scalar(LEARNING_RATE, epoch.learningRate());
        event.scalar(GRADIENT_NORM, epoch.gradientNorm());
      }
    },
    /** The curves on the validation rows. */
    VALIDATION {
      @Override
      void scalars(SummaryEvent event, EpochMetrics epoch) {
        event.scalar(LOSS, epoch.validationLoss());
        event.scalar(ACCURACY, epoch.validationAccuracy());
      }
    };

    private static final String LOSS = "loss";
    private static final String ACCURACY = "accuracy";
    private static final String LEARNING_RATE = "learning_rate";
    private static final String GRADIENT_NORM = "gradient_norm";

    abstract void scalars(SummaryEvent event, EpochMetrics epoch);
  }

  /**
   * The name by which TensorBoard knows an event file: when, where, by which process, and which.
   */
  static String name(Run run) {
    return String.format(
        Locale.ROOT,
        "events.out.tfevents.%010d.layerscope.%d.%s",
        begin(run).getEpochSecond(),
        run.attempt(),
        run.id());
  }

  void write(Run run, Content content, OutputStream out) throws IOException {
    RecordStream records = new RecordStream(out);
    double time = begin(run).toEpochMilli() / MILLIS;
    records.write(SummaryEvent.fileVersion(time));
    Set<Integer> withLayers =
        content == Content.VALIDATION ? Set.of() : new HashSet<>(layers.epochs(run.id(), 0));
    write(records, epoch(run, new SummaryEvent(time, 0), 0, withLayers));
    int last = 0;
    List<EpochMetrics> page;
    do {
      page = curves.epochs(run.id(), last, PAGE);
      for (EpochMetrics each : page) {
        last = each.epoch();
        time += Objects.requireNonNullElse(each.seconds(), 0.0);
        SummaryEvent event = new SummaryEvent(time, last);
        content.scalars(event, each);
        write(records, epoch(run, event, last, withLayers));
      }
    } while (page.size() == PAGE);
  }

  private static void write(RecordStream records, SummaryEvent event) throws IOException {
    if (!event.isEmpty()) {
      records.write(event.toByteArray());
    }
  }

  private SummaryEvent epoch(Run run, SummaryEvent event, int epoch, Set<Integer> withLayers) {
    if (withLayers.contains(epoch)) {
      layers
          .find(run.id(), epoch)
          .ifPresent(found -> found.layers().forEach(layer -> LayerTags.add(event, layer)));
    }
    return event;
  }

  private static Instant begin(Run run) {
    return run.startedAt() == null ? run.createdAt() : run.startedAt();
  }
}
