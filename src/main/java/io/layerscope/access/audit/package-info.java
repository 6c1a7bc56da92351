/** The audit log: who changed what, and when. */
@org.jspecify.annotations.NullMarked
package io.layerscope.access.audit;
