package io.layerscope.web.limits;

import java.util.List;

/** A feature's limits, for the list of all. */
public interface LimitSource {

  List<ServiceLimit> limits();
}
