/** What holds for every endpoint. */
@org.jspecify.annotations.NullMarked
package io.layerscope.web;
