@org.jspecify.annotations.NullMarked
package io.habeas.chassis.secrets;
