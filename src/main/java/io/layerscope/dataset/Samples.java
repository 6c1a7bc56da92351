package io.layerscope.dataset;

import io.layerscope.dataset.read.CsvTable;
import io.layerscope.dataset.read.Limits;
import io.layerscope.dataset.read.ReadOptions;
import io.layerscope.dataset.read.UploadedFile;
import io.layerscope.dataset.table.Table;
import io.layerscope.storage.DataFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the built-in data sets in place before the service takes requests. */
@Component
class Samples implements InitializingBean {

  private static final Logger LOG = LoggerFactory.getLogger(Samples.class);
  private static final List<String> NAMES = List.of("iris", "digits");

  private final Datasets datasets;
  private final DataFolder folder;
  private final TransactionTemplate transaction;

  Samples(Datasets datasets, DataFolder folder, TransactionTemplate transaction) {
    this.datasets = datasets;
    this.folder = folder;
    this.transaction = transaction;
  }

  @Override
  public void afterPropertiesSet() throws IOException {
    for (String name : NAMES) {
      if (datasets.find(name).isEmpty()) {
        install(name);
      }
    }
  }

  private void install(String name) throws IOException {
    Path file = Files.createTempFile(folder.temporary(), "sample-", ".csv");
    try {
      try (InputStream in = new ClassPathResource("samples/" + name + ".csv").getInputStream()) {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      }
      // Not bound by what the service is set up to take from outside.
      Table table =
          CsvTable.read(
              new UploadedFile(file, Limits.defaults()), ReadOptions.DEFAULTS, Limits.defaults());
      try (Datasets.Draft draft = datasets.draft(name, name, Source.sample(), table)) {
        transaction.executeWithoutResult(status -> draft.publish());
      } catch (DuplicateKeyException e) {
        LOG.debug("Another process has made the data set {} at the same time", name, e);
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
