package io.layerscope.inference.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Counts predictions in whatever protocol they are asked for. Durations and rows are told by
 * protocol; requests also by model and version, for the {@link #VERSIONS} that were asked last.
 */
@Configuration
public class InferenceMetrics implements WebMvcConfigurer {

  /** How many versions of models have counters. */
  static final int VERSIONS = 64;

  private static final double[] ROW_BUCKETS = {
    1, 2, 4, 8, 16, 32, 64, 128, 256, 1024, 4096, 16_384, 65_536, 262_144
  };
  private static final Duration[] DURATION_BUCKETS =
      DoubleStream.of(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 5000, 30_000)
          .mapToObj(millis -> Duration.ofNanos((long) (millis * 1e6)))
          .toArray(Duration[]::new);

  private final MeterRegistry meters;
  private final Clock clock;
  private final Map<VersionMetrics.Version, VersionMetrics> versions = new ConcurrentHashMap<>();

  InferenceMetrics(MeterRegistry meters, Clock clock) {
    this.meters = meters;
    this.clock = clock;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    for (Protocol protocol : Protocol.values()) {
      registry.addInterceptor(new Counting(protocol)).addPathPatterns(protocol.paths());
    }
  }

  /** What a version of a model has answered since the process began, in all protocols. */
  public Answered answered(String model, int version) {
    VersionMetrics known = versions.get(new VersionMetrics.Version(model, String.valueOf(version)));
    return known == null ? Answered.NOTHING : known.answered();
  }

  VersionMetrics version(VersionMetrics.Version version) {
    VersionMetrics known = versions.get(version);
    return known == null ? add(version) : known;
  }

  private synchronized VersionMetrics add(VersionMetrics.Version version) {
    if (versions.size() >= VERSIONS && !versions.containsKey(version)) {
      versions.entrySet().stream()
          .min(Comparator.comparingLong(entry -> entry.getValue().usedAt()))
          .ifPresent(
              eldest -> {
                versions.remove(eldest.getKey());
                eldest.getValue().remove();
              });
    }
    return versions.computeIfAbsent(version, key -> new VersionMetrics(meters, clock, key));
  }

  /** Measures a request from before its body is read until its answer is written. */
  private final class Counting implements HandlerInterceptor {

    private final Protocol protocol;
    private final Timer duration;
    private final DistributionSummary batchRows;

    Counting(Protocol protocol) {
      this.protocol = protocol;
      duration =
          Timer.builder("mlp.inference.request.duration")
              .description("How long requests for predictions take, reading and writing included.")
              .tag("protocol", protocol.label())
              .serviceLevelObjectives(DURATION_BUCKETS)
              .register(meters);
      batchRows =
          DistributionSummary.builder("mlp.inference.batch.rows")
              .description("Rows of answered requests.")
              .tag("protocol", protocol.label())
              .serviceLevelObjectives(ROW_BUCKETS)
              .register(meters);
    }

    @Override
    public boolean preHandle(
        HttpServletRequest request, HttpServletResponse response, Object handler) {
      Asked.begin(request);
      return true;
    }

    @Override
    public void afterCompletion(
        HttpServletRequest request,
        HttpServletResponse response,
        Object handler,
        @Nullable Exception failure) {
      Asked asked = Asked.of(request);
      long nanos = asked.nanos();
      Outcome outcome = failure == null ? Outcome.of(response.getStatus()) : Outcome.SERVER_ERROR;
      duration.record(nanos, TimeUnit.NANOSECONDS);
      if (outcome == Outcome.SUCCESS) {
        batchRows.record(asked.rows());
      }
      version(asked.version()).count(protocol, outcome, asked, nanos);
    }
  }
}
