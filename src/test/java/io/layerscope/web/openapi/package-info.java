/** Tests of the OpenAPI document. */
@org.jspecify.annotations.NullMarked
package io.layerscope.web.openapi;
