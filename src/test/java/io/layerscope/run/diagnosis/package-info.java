@org.jspecify.annotations.NullMarked
package io.layerscope.run.diagnosis;
