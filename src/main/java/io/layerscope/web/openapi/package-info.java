/** The OpenAPI document: what springdoc finds, completed by what the records themselves state. */
@org.jspecify.annotations.NullMarked
package io.layerscope.web.openapi;
