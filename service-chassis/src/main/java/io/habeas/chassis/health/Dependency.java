package io.habeas.chassis.health;

import io.habeas.process.probe.Probe;

/** Something without which this service cannot do its work. Beans of this type decide readiness. */
public interface Dependency extends Probe {}
