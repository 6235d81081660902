package io.parley.store.contact;

import io.parley.contract.contact.ContactView;

/**
 * What merging two contacts would do.
 *
 * @param merged the kept contact as it would be
 * @param conversations how many of the other's move, counted to 10,000
 * @param joined how many of them are open where the kept contact has one open, too: those become one
 * @param notes how many of the other's notes move
 */
public record MergePreview(ContactView merged, ContactView gone, long conversations, long joined, long notes) {}
