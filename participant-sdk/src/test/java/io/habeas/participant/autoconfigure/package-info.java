@org.jspecify.annotations.NullMarked
package io.habeas.participant.autoconfigure;
