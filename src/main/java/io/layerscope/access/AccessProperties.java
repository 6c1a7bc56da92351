package io.layerscope.access;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may reach the service.
 *
 * @param required whether every caller must prove who it is; always so with an issuer of tokens
 * @param hosts names beside those of this machine by which the service is reached, and from whose
 *     pages it may be written to
 * @param createKey the name of an admin key to make, to show, and to end with
 * @param session how long a browser stays signed in
 * @param wrongKeysPerMinute that one address may show, at least 1
 * @param auditEntries the most entries of the audit log that are kept
 */
@ConfigurationProperties("layerscope.access")
record AccessProperties(
    @DefaultValue("false") boolean required,
    @DefaultValue List<String> hosts,
    @Nullable String createKey,
    @DefaultValue("12h") Duration session,
    @DefaultValue("60") int wrongKeysPerMinute,
    @DefaultValue("100000") int auditEntries) {}
