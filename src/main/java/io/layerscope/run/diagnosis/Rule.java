package io.layerscope.run.diagnosis;

import java.util.List;

/** Looks for some illnesses in a run's past, which has at least one look. */
interface Rule {

  List<Warning> check(History history);
}
