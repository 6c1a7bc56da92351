package io.layerscope.access.audit;

import io.layerscope.web.Caller;
import io.layerscope.web.Ids;
import io.layerscope.web.Page;
import io.layerscope.web.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

/** Who changed what: an entry for each answer to a request that may change something. */
public class AuditLog {

  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  private static final int LONGEST = 500;

  private final JdbcClient jdbc;
  private final Ids ids;
  private final Clock clock;
  private final int most;

  /**
   * @param most how many entries are kept; the oldest go
   */
  public AuditLog(JdbcClient jdbc, Ids ids, Clock clock, int most) {
    this.jdbc = jdbc;
    this.ids = ids;
    this.clock = clock;
    this.most = most;
  }

  /** Writes an entry for a request that was answered. */
  public void record(HttpServletRequest request, HttpServletResponse response) {
    String path = shorten(request.getServletPath());
    try {
      jdbc.sql(
              "insert into audit(id, at, who, method, path, resource, status)"
                  + " values (?, ?, ?, ?, ?, ?, ?)")
          .param(ids.next())
          .param(clock.millis())
          .param(Caller.of(request))
          .param(shorten(request.getMethod()))
          .param(path)
          .param(resource(response.getHeader("Location"), path))
          .param(response.getStatus())
          .update();
    } catch (DataAccessException | TransactionException failure) {
      // The answer is sent and cannot be taken back; the log at least tells.
      LOG.error(
          "{} {} by {} is not in the audit log",
          request.getMethod(),
          path,
          Caller.of(request),
          failure);
    }
  }

  private static String resource(@Nullable String location, String path) {
    if (location == null) {
      return path;
    }
    try {
      return shorten(URI.create(location).getPath());
    } catch (IllegalArgumentException e) {
      return path;
    }
  }

  /** No row is large, and none has what PostgreSQL's text cannot hold. */
  private static String shorten(String text) {
    return text.substring(0, Math.min(text.length(), LONGEST)).replace('\0', '?');
  }

  /** The newest first. */
  Page<AuditEntry> list(PageRequest page) {
    List<Object> parameters = new ArrayList<>();
    StringBuilder sql = new StringBuilder("select * from audit");
    if (page.after() != null) {
      sql.append(" where id < ?");
      parameters.add(page.after());
    }
    parameters.add(page.limit() + 1);
    return Page.of(
        page,
        jdbc.sql(sql.append(" order by id desc limit ?").toString())
            .params(parameters)
            .query(
                (row, index) ->
                    new AuditEntry(
                        row.getString("id"),
                        Instant.ofEpochMilli(row.getLong("at")),
                        row.getString("who"),
                        row.getString("method"),
                        row.getString("path"),
                        row.getString("resource"),
                        row.getInt("status")))
            .list(),
        AuditEntry::id);
  }

  /** Forgets the oldest entries beyond those that are kept. */
  @Scheduled(fixedDelayString = "PT10M")
  public void trim() {
    jdbc.sql(
            "delete from audit where id <= (select id from audit order by id desc limit 1 offset ?)")
        .param(most)
        .update();
  }
}
