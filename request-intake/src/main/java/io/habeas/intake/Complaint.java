package io.habeas.intake;

/**
 * What is wrong at one place of a body, as a member of {@code errors} in the answer; quotes
 * nothing.
 *
 * @param pointer the place as a JSON pointer in a URI fragment (RFC 6901)
 * @param code the rule that is not kept
 */
public record Complaint(String pointer, String code) {}
