package io.layerscope.web.limits;

/**
 * Paths whose bodies are not held in memory whole, or whose feature limits them itself; all others
 * have the limit of {@link LimitsProperties#body}.
 */
public interface OwnBodyLimit {

  boolean covers(String path);
}
