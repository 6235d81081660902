package io.parley.router.assignment;

/** Hears what became of decisions. */
@FunctionalInterface
interface Outcomes {

    /** @param assigned false when the store refused, or somebody was quicker */
    void count(boolean assigned);
}
