/** The closed forms that measurements stand beside; takes functions and numbers, knows no layer. */
@org.jspecify.annotations.NullMarked
package io.layerscope.nn.theory;
