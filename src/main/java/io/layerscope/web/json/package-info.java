/** How JSON is read and written: strictly, with errors that point at the field. */
@org.jspecify.annotations.NullMarked
package io.layerscope.web.json;
