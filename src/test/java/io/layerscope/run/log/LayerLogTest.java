package io.layerscope.run.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerscope.nn.EpochReport;
import io.layerscope.run.state.RunDatabase;
import io.layerscope.web.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@Tag("database")
class LayerLogTest {

  private static final int SMALL = 1000;

  @Test
  void older_epochs_are_thinned_when_statistics_take_too_much(@TempDir Path folder) {
    try (RunDatabase database = new RunDatabase(folder)) {
      String run = database.submit().id();
      LayerLog log =
          new LayerLog(database.bean(JdbcClient.class), database.bean(JsonMapper.class), SMALL);
      for (int epoch = 0; epoch < 500; epoch++) {
        append(database, log, run, epoch);
      }
      append(database, log, run, IntStream.rangeClosed(500, 1000).toArray());
      append(database, log, run, 1001);
      List<Integer> kept = epochs(database, run);
      assertThat(kept).startsWith(0).endsWith(1001).doesNotContain(1, 1000 - 1);
      int stride = kept.get(1);
      assertThat(Integer.bitCount(stride)).isEqualTo(1);
      assertThat(kept.subList(0, kept.size() - 1)).allMatch(epoch -> epoch % stride == 0);
      assertThat(bytes(database, run)).isLessThanOrEqualTo(SMALL);
      assertThat(log.at(run, null).epoch()).isEqualTo(1001);
      assertThatThrownBy(() -> log.at(run, 1)).isInstanceOf(Problem.class);
    }
  }

  private static void append(RunDatabase database, LayerLog log, String run, int... epochs) {
    database.inTransaction(
        () -> {
          log.append(run, IntStream.of(epochs).mapToObj(LayerLogTest::withoutLayers).toList());
          return run;
        });
  }

  private static LoggedEpoch withoutLayers(int epoch) {
    return new LoggedEpoch(
        new EpochReport(epoch, 1.0, 1.0, null, null, 0.1, 1.0, false, List.of()), null, null);
  }

  private static List<Integer> epochs(RunDatabase database, String run) {
    return database
        .bean(JdbcClient.class)
        .sql("select epoch from run_layers where run = ? order by epoch")
        .param(run)
        .query(Integer.class)
        .list();
  }

  private static long bytes(RunDatabase database, String run) {
    return database
        .bean(JdbcClient.class)
        .sql("select sum(length(body)) from run_layers where run = ?")
        .param(run)
        .query(Long.class)
        .single();
  }
}
