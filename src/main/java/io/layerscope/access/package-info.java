/** Who may do what: where the service may be reached, keys, tokens, sessions, the audit log. */
@org.jspecify.annotations.NullMarked
package io.layerscope.access;
