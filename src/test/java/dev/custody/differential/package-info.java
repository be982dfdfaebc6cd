/**
 * Archives from a grammar of oddities, read by real peers and by custody: the gate must never open
 * for an image that the peer would not push.
 */
package dev.custody.differential;
