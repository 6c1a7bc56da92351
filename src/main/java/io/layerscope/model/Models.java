package io.layerscope.model;

import io.layerscope.web.Page;
import io.layerscope.web.PageRequest;
import io.layerscope.web.Problem;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The registry of models. */
@Component
public class Models {

  private final ModelRows names;
  private final VersionRows rows;
  private final AliasRows aliases;
  private final ModelFiles files;
  private final TransactionTemplate transaction;

  Models(
      ModelRows names,
      VersionRows rows,
      AliasRows aliases,
      ModelFiles files,
      TransactionTemplate transaction) {
    this.names = names;
    this.rows = rows;
    this.aliases = aliases;
    this.files = files;
    this.transaction = transaction;
  }

  /**
   * Writes the model's file, before the transaction that registers it:
   *
   * <pre>
   * try (Prepared prepared = models.prepare(registration)) {
   *   transaction.execute(status -&gt; models.register(prepared));
   * }
   * </pre>
   *
   * @throws Problem 507 when the disk is full
   */
  public Prepared prepare(Registration registration) {
    return files.write(registration);
  }

  /** Gives the model its number and moves the alias, in the caller's transaction. */
  public ModelVersion register(Prepared prepared) {
    Registration registration = prepared.registration();
    int version = rows.insert(prepared);
    String alias = registration.alias() == null ? VersionChoice.LATEST : registration.alias();
    aliases.put(registration.name(), alias, version);
    return get(registration.name(), version);
  }

  /**
   * @throws Problem 404
   */
  public Model get(String name) {
    return names.find(name).orElseThrow(() -> unknown(name));
  }

  /** Models by name. */
  public Page<Model> list(PageRequest page) {
    return Page.of(
        page, names.after(page.after() == null ? "" : page.after(), page.limit() + 1), Model::name);
  }

  /** Every model, by name, read a page at a time. */
  public Stream<Model> all() {
    return Stream.iterate(page(""), page -> !page.isEmpty(), page -> page(page.getLast().name()))
        .flatMap(List::stream);
  }

  private List<Model> page(String after) {
    return names.after(after, PageRequest.GREATEST_LIMIT);
  }

  /**
   * @throws Problem 404
   */
  public ModelVersion get(String name, int version) {
    return rows.version(name, version).orElseThrow(() -> unknown(name, version));
  }

  /** Versions of a model, by number. */
  public Page<ModelVersion> versions(String name, PageRequest page) {
    get(name);
    return Page.of(
        page,
        rows.versions(name, number(page.after()), page.limit() + 1),
        each -> String.valueOf(each.version()));
  }

  private static int number(@Nullable String after) {
    try {
      return after == null ? 0 : Integer.parseInt(after);
    } catch (NumberFormatException e) {
      throw Problem.malformed(
          "malformed-cursor", "cursor", "cursor must be a nextCursor that a page has given.");
    }
  }

  /**
   * The version that a call asks for.
   *
   * @throws Problem 404
   */
  public ModelVersion get(String name, VersionChoice choice) {
    return get(name, resolve(name, choice));
  }

  /** The number of the version that a call asks for; a number is taken as it is. */
  int resolve(String name, VersionChoice choice) {
    if (choice.version() != null) {
      return choice.version();
    }
    String alias = choice.alias() == null ? VersionChoice.LATEST : choice.alias();
    return aliases
        .find(name, alias)
        .orElseThrow(
            () -> {
              get(name);
              return Problem.notFound(
                  "unknown-alias", "The model " + name + " has no alias " + alias + ".");
            });
  }

  /**
   * Points an alias at a version, at once: a request sees the old or the new.
   *
   * @throws Problem 404 for a model, 422 for a version that is not there
   */
  public Model alias(String name, String alias, int version) {
    ModelName.check("alias", alias);
    return inTransaction(
        () -> {
          if (!aliases.put(name, alias, version)) {
            get(name);
            throw Problem.unprocessable(
                "unknown-version", "/version", "The model has no version " + version + ".");
          }
          return get(name);
        });
  }

  /**
   * @throws Problem 404
   */
  public void removeAlias(String name, String alias) {
    if (!aliases.delete(name, alias)) {
      get(name);
      throw Problem.notFound("unknown-alias", "The model " + name + " has no alias " + alias + ".");
    }
  }

  private <T> T inTransaction(Supplier<T> action) {
    return Objects.requireNonNull(transaction.execute(status -> action.get()));
  }

  private static Problem unknown(String name) {
    return Problem.notFound("unknown-model", "There is no model " + name + ".");
  }

  private Problem unknown(String name, int version) {
    return names.find(name).isEmpty()
        ? unknown(name)
        : Problem.notFound(
            "unknown-version", "The model " + name + " has no version " + version + ".");
  }

  /** The version that was registered last. */
  Optional<LoadedModel.Key> newest() {
    return rows.newest();
  }

  /** Where a version's file is. */
  StoredVersion stored(String name, int version) {
    return rows.stored(name, version).orElseThrow(() -> unknown(name, version));
  }
}
