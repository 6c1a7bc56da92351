package io.layerscope.dataset;

import io.layerscope.dataset.table.Table;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The tables that were used last, by content, for as long as memory allows. */
final class RecentTables {

  private static final int MOST = 16;

  private final Map<String, SoftReference<Table>> tables =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SoftReference<Table>> eldest) {
          return size() > MOST;
        }
      };

  Table get(String sha256, Supplier<Table> read) {
    Table known = known(sha256);
    if (known != null) {
      return known;
    }
    Table table = read.get();
    put(sha256, table);
    return table;
  }

  synchronized void put(String sha256, Table table) {
    tables.put(sha256, new SoftReference<>(table));
  }

  synchronized void remove(String sha256) {
    tables.remove(sha256);
  }

  private synchronized @Nullable Table known(String sha256) {
    SoftReference<Table> reference = tables.get(sha256);
    return reference == null ? null : reference.get();
  }
}
