package io.layerscope.access.key;

import io.layerscope.access.scope.Identity;
import io.layerscope.web.Caller;
import io.layerscope.web.Ids;
import io.layerscope.web.Page;
import io.layerscope.web.PageRequest;
import io.layerscope.web.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The keys by which callers prove who they are. A key is {@code lsk_}, its identifier, and a secret
 * that is stored as a hash: the identifier finds the row, and the hashes are compared in constant
 * time.
 */
@Component
public class ApiKeys {

  /** How every key begins, so that those who look for leaked secrets can find it. */
  public static final String PREFIX = "lsk_";

  private static final int ID_LENGTH = 22;
  private static final int LENGTH = PREFIX.length() + ID_LENGTH + 1 + Secret.LENGTH;

  private final KeyRows rows;
  private final RecentCallers recent;
  private final Ids ids;
  private final Clock clock;
  private final Guesses guesses;
  private final Map<String, Long> used = new ConcurrentHashMap<>();

  ApiKeys(KeyRows rows, RecentCallers recent, Guesses guesses, Ids ids, Clock clock) {
    this.rows = rows;
    this.recent = recent;
    this.guesses = guesses;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Whose key this is.
   *
   * @param address of who shows it
   * @throws Problem 401 when it was revoked, has expired, or never was one; 429 when too many such
   *     came from the address
   */
  public Identity prove(String key, String address) {
    guesses.require(key, address);
    Optional<Identity> holder = recent.get(key, () -> ask(key));
    if (holder.isEmpty()) {
      guesses.wrong(address);
      throw new Problem(
          HttpStatus.UNAUTHORIZED, "invalid-key", "The key is unknown, revoked or expired.");
    }
    return used(holder.get());
  }

  private Optional<Identity> ask(String key) {
    if (key.length() != LENGTH || !key.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String hash = Secret.hash(key);
    Optional<Identity> holder =
        rows.stored(key.substring(PREFIX.length(), PREFIX.length() + ID_LENGTH))
            .filter(stored -> isCurrent(stored, hash) || isPrevious(stored, hash))
            .map(ApiKeys::identity);
    holder.ifPresent(_ -> guesses.right(key));
    return holder;
  }

  private static boolean isCurrent(KeyRows.Stored stored, String hash) {
    return Secret.same(stored.hash(), hash);
  }

  private boolean isPrevious(KeyRows.Stored stored, String hash) {
    String previous = stored.previousHash();
    return previous != null
        && clock.millis() < stored.previousUntil()
        && Secret.same(previous, hash);
  }

  private Identity used(Identity identity) {
    String id = identity.key();
    if (id != null) {
      used.put(id, clock.millis());
    }
    return identity;
  }

  /** Who a key's holder is, while there is the key. */
  public Optional<Identity> identity(String id) {
    return rows.stored(id).map(ApiKeys::identity).map(this::used);
  }

  private static Identity identity(KeyRows.Stored stored) {
    return new Identity(
        stored.id(), stored.name(), Set.copyOf(stored.scopes()), stored.expiresAt());
  }

  /** Makes a key, in the caller's transaction. */
  ApiKey create(KeyRequest request) {
    Instant now = Instant.ofEpochMilli(clock.millis());
    Integer days = request.expiresInDays();
    ApiKey key =
        new ApiKey(
            ids.next(),
            request.name(),
            request.scopes(),
            now,
            Caller.current(),
            null,
            days == null ? null : now.plus(Duration.ofDays(days)),
            null,
            null);
    String secret = secret(key.id());
    rows.insert(key, Secret.hash(secret));
    return key.shown(secret);
  }

  /**
   * Gives a key a new secret, in the caller's transaction.
   *
   * @throws Problem 404
   */
  ApiKey rotate(String id, Duration overlap) {
    long now = clock.millis();
    String secret = secret(id);
    if (!rows.rotate(id, Secret.hash(secret), now, now + overlap.toMillis())) {
      throw unknown(id);
    }
    recent.forget();
    return get(id).shown(secret);
  }

  /**
   * Revokes a key and ends its sessions, in the caller's transaction.
   *
   * @throws Problem 404
   */
  void delete(String id) {
    if (!rows.delete(id)) {
      throw unknown(id);
    }
    recent.forget();
  }

  /** The first key, once in a database's life; null at all later times. */
  @Nullable ApiKey first(KeyRequest request) {
    return rows.claimFirst(clock.millis()) ? create(request) : null;
  }

  /**
   * @throws Problem 404
   */
  ApiKey get(String id) {
    return rows.find(id).orElseThrow(() -> unknown(id));
  }

  Page<ApiKey> list(PageRequest page) {
    return Page.of(page, rows.list(page), ApiKey::id);
  }

  /** Writes down which keys were used, so that one sees which can go. */
  @Scheduled(fixedDelayString = "PT1M")
  void write() {
    used.forEach(
        (id, at) -> {
          rows.used(id, at);
          used.remove(id, at);
        });
  }

  private String secret(String id) {
    String secret = PREFIX + id + "_" + Secret.next();
    guesses.right(secret);
    return secret;
  }

  private static Problem unknown(String id) {
    return Problem.notFound("unknown-key", "There is no key " + id + ".");
  }
}
