/** What every endpoint shares: problem documents, pages of lists, idempotency, ETags. */
@org.jspecify.annotations.NullMarked
package io.layerscope.web;
