/** What a key may allow, and what each operation needs. */
@org.jspecify.annotations.NullMarked
package io.layerscope.access.scope;
