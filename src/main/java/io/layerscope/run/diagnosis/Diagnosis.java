package io.layerscope.run.diagnosis;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a run.
 *
 * @param epoch the latest epoch that was looked at; null before there is one
 * @param summary one sentence that names each illness and every layer that has it
 * @param healthy whether nothing was found
 * @param warnings the critical ones first
 */
record Diagnosis(
    String run,
    @Schema(description = "The latest epoch with statistics of its layers; 0 is before training.")
        @Nullable Integer epoch,
    boolean healthy,
    @Schema(description = "One sentence that names each illness and every layer that has it.")
        String summary,
    @Schema(description = "The critical ones first.") List<Warning> warnings) {

  /** Before there is anything to look at. */
  static Diagnosis none(String run) {
    return new Diagnosis(run, null, true, "There is nothing to look at yet.", List.of());
  }

  static Diagnosis of(String run, int epoch, List<Warning> warnings) {
    List<Warning> sorted =
        warnings.stream().sorted(Comparator.comparing(Warning::severity).reversed()).toList();
    return new Diagnosis(run, epoch, sorted.isEmpty(), summary(sorted), sorted);
  }

  private static String summary(List<Warning> warnings) {
    if (warnings.isEmpty()) {
      return "Healthy: gradients, units, updates and losses are within their bounds.";
    }
    Map<Severity, Map<Illness, SortedSet<Integer>>> found = new LinkedHashMap<>();
    for (Warning warning : warnings) {
      found
          .computeIfAbsent(warning.severity(), _ -> new LinkedHashMap<>())
          .computeIfAbsent(warning.kind(), _ -> new TreeSet<>())
          .addAll(warning.layers());
    }
    return found.entrySet().stream()
            .map(each -> each.getKey().words() + ": " + illnesses(each.getValue()))
            .collect(Collectors.joining(". "))
        + ".";
  }

  private static String illnesses(Map<Illness, SortedSet<Integer>> found) {
    return found.entrySet().stream()
        .map(
            each ->
                each.getKey().words()
                    + (each.getValue().isEmpty()
                        ? ""
                        : " in " + LayerRanges.words(List.copyOf(each.getValue()))))
        .collect(Collectors.joining("; "));
  }
}
