/** Signing in with a key, for browsers: a cookie that scripts cannot read stands for it. */
@org.jspecify.annotations.NullMarked
package io.layerscope.access.session;
