/** API keys: made, shown once, stored hashed, rotated, revoked. */
@org.jspecify.annotations.NullMarked
package io.layerscope.access.key;
