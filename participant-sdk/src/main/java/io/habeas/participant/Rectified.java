package io.habeas.participant;

/**
 * What a rectification did (Art. 16; legal rule L18). A record that was corrected in one field and
 * supplemented about another is in both.
 *
 * @param corrected records in which the person's values stand now, those that had them already
 *     included
 * @param supplemented records beside which the person's statement stands now
 */
public record Rectified(Counts corrected, Counts supplemented) {}
