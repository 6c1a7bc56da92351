package io.layerscope.model.report;

import io.layerscope.dataset.InputColumn;
import io.layerscope.dataset.table.ColumnKind;
import io.layerscope.nn.evaluation.ClassFigures;
import io.layerscope.nn.evaluation.Evaluation;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A card as Markdown. */
final class CardMarkdown {

  private final StringBuilder text = new StringBuilder();

  private CardMarkdown() {}

  static String of(ModelCard card) {
    CardMarkdown markdown = new CardMarkdown();
    markdown.write(card);
    return markdown.text.toString();
  }

  private void write(ModelCard card) {
    line("# " + cell(card.name()) + ", version " + card.version());
    line("");
    line(card.summary());
    line("");
    heading("Lineage");
    row("", "");
    row("---", "---");
    ModelCard.Lineage lineage = card.lineage();
    row("Made", lineage.createdAt().toString());
    row("Run", lineage.run() == null ? "imported" : lineage.run());
    row("Data set", lineage.dataset().id() + ", SHA-256 " + lineage.dataset().sha256());
    row("Seed", String.valueOf(lineage.seed()));
    row("Code", lineage.codeVersion() == null ? "unknown" : lineage.codeVersion());
    row("SHA-256", lineage.sha256());
    row("Aliases", String.join(", ", card.aliases()));
    row("Learned numbers", String.valueOf(card.parameters()));
    inputs(card.inputs());
    heading("Classes");
    line(String.join(", ", card.classes().stream().map(CardMarkdown::cell).toList()));
    line("");
    evaluation(card.evaluation());
    if (!card.caveats().isEmpty()) {
      heading("Caveats");
      card.caveats().forEach(caveat -> line("- " + cell(caveat)));
      line("");
    }
    heading("Request");
    line("```json");
    line(lineage.request().toPrettyString());
    line("```");
  }

  private void inputs(List<InputColumn> inputs) {
    line("");
    heading("Inputs");
    row("Column", "Kind", "Categories");
    row("---", "---", "---");
    for (InputColumn input : inputs) {
      row(
          input.name(),
          input.kind() == ColumnKind.NUMERIC ? "number" : "category",
          String.join(", ", input.categories()));
    }
    line("");
  }

  private void evaluation(@Nullable Evaluation evaluation) {
    heading("Evaluation");
    if (evaluation == null) {
      line("None: no rows were held out.");
      line("");
      return;
    }
    line("On " + evaluation.rows() + " rows that were held out.");
    line("");
    row("Figure", "Value");
    row("---", "---");
    row(
        "Accuracy (95 %)",
        number(evaluation.accuracy())
            + " ("
            + number(evaluation.accuracyInterval().getFirst())
            + " to "
            + number(evaluation.accuracyInterval().getLast())
            + ")");
    row("Balanced accuracy", number(evaluation.balancedAccuracy()));
    row("Loss", number(evaluation.loss()));
    row("Brier", number(evaluation.brier()));
    row("Expected calibration error", number(evaluation.calibration().ece()));
    row("F1, macro", number(evaluation.macro().f1()));
    row("F1, weighted", number(evaluation.weighted().f1()));
    line("");
    row("Class", "Rows", "Precision", "Recall", "F1", "ROC AUC", "PR AUC");
    row("---", "---", "---", "---", "---", "---", "---");
    for (ClassFigures figures : evaluation.classes()) {
      row(
          figures.label(),
          String.valueOf(figures.support()),
          number(figures.precision()),
          number(figures.recall()),
          number(figures.f1()),
          number(figures.rocAuc()),
          number(figures.prAuc()));
    }
    line("");
  }

  private static String number(@Nullable Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.4f", value);
  }

  private void heading(String title) {
    line("## " + title);
    line("");
  }

  private void row(String... cells) {
    line(
        "| " + String.join(" | ", List.of(cells).stream().map(CardMarkdown::cell).toList()) + " |");
  }

  /** Text of users must stay in its cell, and text. */
  private static String cell(String text) {
    return text.replaceAll("[\\r\\n]+", " ").replaceAll("([\\\\|`*_<>\\[\\]])", "\\\\$1");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
