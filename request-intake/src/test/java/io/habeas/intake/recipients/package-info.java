@org.jspecify.annotations.NullMarked
package io.habeas.intake.recipients;
