package io.layerscope.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.layerscope.dataset.table.CategoricalColumn;
import io.layerscope.dataset.table.Column;
import io.layerscope.dataset.table.Numbers;
import io.layerscope.dataset.table.NumericColumn;
import io.layerscope.dataset.table.Table;
import io.layerscope.web.Problem;
import io.layerscope.web.json.JsonSetup;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PreprocessingTest {

  private static final double NAN = Double.NaN;
  private static final int[] TRAINING = {0, 1, 2, 3};

  /** Rows 0 to 3 train; row 4 is an outlier with an unknown category, row 5 lacks all. */
  private static final Table TABLE =
      table(
          numbers("x", 1, 2, NAN, 6, 1000, NAN),
          categories("c", List.of("a", "b", "never"), 0, 1, -1, 0, 2, -1),
          categories("d", List.of("p", "q"), 0, 1, 1, 1, 1, -1));

  @Test
  void only_training_rows_decide() {
    Preprocessing fitted = Preprocessing.fit(TABLE, TRAINING, PreprocessingSpec.defaults());
    assertThat(fitted.inputs().get(1).categories()).containsExactly("a", "b");
    assertThat(fitted.features()).isEqualTo(1 + 3 + 2);
    double deviation = Math.sqrt((4 + 1 + 9) / 3.0);
    assertThat(encoded(fitted, 0)).containsExactly(f(-2 / deviation), 1, 0, 0, 1, 0);
    assertThat(encoded(fitted, 2)).containsExactly(0, 0, 0, 1, 0, 1);
  }

  @Test
  void a_category_that_training_has_not_seen_gives_zeros() {
    Preprocessing fitted = Preprocessing.fit(TABLE, TRAINING, PreprocessingSpec.defaults());
    assertThat(Arrays.copyOfRange(encoded(fitted, 4), 1, 4)).containsExactly(0, 0, 0);
  }

  @Test
  void a_missing_category_has_its_input_only_where_training_has_seen_one() {
    Preprocessing fitted = Preprocessing.fit(TABLE, TRAINING, PreprocessingSpec.defaults());
    assertThat(encoded(fitted, 5)).containsExactly(0, 0, 0, 1, 0, 0);
  }

  @Test
  void scalings_are_what_their_names_say() {
    assertThat(first(Scaling.MIN_MAX, Missing.MEAN))
        .containsExactly(0, 0.2f, 0.4f, 1, 199.8f, 0.4f);
    assertThat(first(Scaling.DIVIDE_BY_255, Missing.MEAN)[0]).isEqualTo(1f / 255);
    assertThat(first(Scaling.NONE, Missing.MEDIAN)).containsExactly(1, 2, 2, 6, 1000, 2);
    assertThat(first(Scaling.NONE, Missing.MOST_FREQUENT)).containsExactly(1, 2, 1, 6, 1000, 1);
    assertThat(first(Scaling.BINARIZE, Missing.MEAN)).containsExactly(0, 0, 0, 1, 1, 0);
  }

  @Test
  void columns_that_are_constant_or_empty_in_training_give_zeros() {
    Table table = table(numbers("k", 5, 5, 5, 5, 7, 5), numbers("e", NAN, NAN, NAN, NAN, 3, NAN));
    Preprocessing fitted = Preprocessing.fit(table, TRAINING, PreprocessingSpec.defaults());
    assertThat(encoded(fitted, table, 0)).containsExactly(0, 0);
    assertThat(encoded(fitted, table, 4)).containsExactly(2, 3);
  }

  @Test
  void a_single_prediction_is_encoded_as_its_row() {
    Preprocessing fitted = Preprocessing.fit(TABLE, TRAINING, PreprocessingSpec.defaults());
    Object[][] rows = {
      {1.0, "a", "p"},
      {2, "b", "q"},
      {null, null, "q"},
      {6.0, "a", "q"},
      {1000.0, "never", "q"},
      {null, null, null}
    };
    for (int row = 0; row < rows.length; row++) {
      float[] into = new float[fitted.features() + 1];
      Arrays.fill(into, 9);
      fitted.encode(rows[row], into, 1);
      assertThat(Arrays.copyOfRange(into, 1, into.length)).isEqualTo(encoded(fitted, row));
    }
  }

  @Test
  void it_comes_back_from_json_as_it_was() {
    JsonMapper json = JsonSetup.mapper();
    Preprocessing fitted = Preprocessing.fit(TABLE, TRAINING, PreprocessingSpec.defaults());
    String text = json.writeValueAsString(fitted);
    assertThat(json.readValue(text, Preprocessing.class)).isEqualTo(fitted);
  }

  @Test
  void another_table_may_have_other_columns_in_another_order() {
    Preprocessing fitted = Preprocessing.fit(TABLE, TRAINING, PreprocessingSpec.defaults());
    Table other =
        table(
            categories("d", List.of("o", "q"), 1, 1, 1, 1, 1, 1),
            numbers("more", 1, 1, 1, 1, 1, 1),
            categories("c", List.of("b"), 0, 0, 0, 0, 0, 0),
            numbers("x", 1, 2, 3, 4, 5, 6));
    assertThat(Arrays.copyOfRange(encoded(fitted, other, 0), 1, 6)).containsExactly(0, 1, 0, 0, 1);
    Table lacking = table(numbers("c", 1, 2, 3, 4, 5, 6), numbers("x", 1, 2, 3, 4, 5, 6));
    Problem problem = catchThrowableOfType(Problem.class, () -> fitted.check(lacking));
    assertThat(problem.code()).isEqualTo("incompatible-dataset");
    assertThat(problem.errors()).extracting("pointer").containsExactly("/dataset", "/dataset");
  }

  @Test
  void labels_are_those_of_training_or_refused() {
    assertThat(Preprocessing.labels(TABLE, List.of("yes", "maybe", "no")))
        .containsExactly(2, 0, 2, 0, 2, 0);
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> Preprocessing.labels(TABLE, List.of("no", "maybe")));
    assertThat(problem.code()).isEqualTo("unknown-class");
    assertThat(problem.detail()).contains("'yes'");
  }

  private static float[] first(Scaling scaling, Missing missing) {
    Table table = table(TABLE.columns().getFirst());
    Preprocessing fitted =
        Preprocessing.fit(table, TRAINING, new PreprocessingSpec(scaling, missing));
    return fitted.encode(table, new int[] {0, 1, 2, 3, 4, 5});
  }

  private static float[] encoded(Preprocessing fitted, int row) {
    return encoded(fitted, TABLE, row);
  }

  private static float[] encoded(Preprocessing fitted, Table table, int row) {
    return fitted.encode(table, new int[] {row});
  }

  private static float f(double number) {
    return (float) number;
  }

  private static Table table(Column... columns) {
    return new Table(
        6,
        List.of(columns),
        new CategoricalColumn("y", List.of("no", "yes"), new int[] {0, 1, 0, 1, 0, 1}));
  }

  private static Column numbers(String name, double... values) {
    return new NumericColumn(name, new Numbers.Doubles(values));
  }

  private static Column categories(String name, List<String> categories, int... codes) {
    return new CategoricalColumn(name, categories, codes);
  }
}
