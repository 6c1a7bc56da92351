package io.layerscope.access.key;

import io.layerscope.access.scope.Authentication;
import io.layerscope.access.scope.Scope;
import io.layerscope.storage.StorageProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the first admin key where keys are needed and nobody has one, and an admin key on command;
 * shows it on standard output, which is the log of a container, and nowhere again.
 */
@Component
class FirstKey implements SmartInitializingSingleton {

  private static final Logger LOG = LoggerFactory.getLogger(FirstKey.class);

  private final ApiKeys keys;
  private final Authentication authentication;
  private final TransactionTemplate transaction;
  private final StorageProperties storage;
  private final @Nullable String asked;

  FirstKey(
      ApiKeys keys,
      Authentication authentication,
      TransactionTemplate transaction,
      StorageProperties storage,
      @Value("${layerscope.access.create-key:#{null}}") @Nullable String asked) {
    this.keys = keys;
    this.authentication = authentication;
    this.transaction = transaction;
    this.storage = storage;
    this.asked = asked;
  }

  @Override
  public void afterSingletonsInstantiated() {
    String name = asked;
    if (name != null) {
      KeyRequest request = new KeyRequest(name, List.of(Scope.ADMIN), null);
      show(transaction.execute(status -> keys.create(request)), "The admin key " + name);
      // Nothing has begun yet that would have to end: no port is open and no run is taken up.
      System.exit(0);
    }
    // One looks for it where the service is reached, so not where it only trains.
    if (authentication.required() && storage.role() != StorageProperties.Role.WORKER) {
      KeyRequest request = new KeyRequest("first", List.of(Scope.ADMIN), null);
      show(transaction.execute(status -> keys.first(request)), "The first admin key");
    }
  }

  private static void show(@Nullable ApiKey made, String what) {
    if (made != null) {
      LOG.info("{}, shown this once: {}", what, made.key());
    }
  }
}
