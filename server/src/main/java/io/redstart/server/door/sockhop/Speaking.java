package io.redstart.server.door.sockhop;

import io.redstart.server.transport.Receiver;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells what is behind the door messages of redstart.v1, one after the other, whichever threads they come from. Messages
 * that come up while one is being told, or while something is written, wait for their turn.
 */
final class Speaking {
    private final Receiver life;
    private final ReentrantLock turn = new ReentrantLock();
    private final Queue<byte[]> later = new ConcurrentLinkedQueue<>();

    Speaking(Receiver life) {
        this.life = life;
    }

    /** Does something in which {@link #says} may be used. For the reading thread. */
    void inTurn(Runnable speaks) {
        turn.lock();
        try {
            speaks.run();
            sayWhatWaits();
        } finally {
            turn.unlock();
        }
        go();
    }

    /** Tells a message. In turn only. */
    void says(byte[] message) {
        life.text(message, 0, message.length);
    }

    /** Tells a binary frame. In turn only. */
    void saysBytes(byte[] frame) {
        life.binary(frame, 0, frame.length);
    }

    /** A message that can wait, from any thread; {@link #go} must follow, without a lock held. */
    void later(byte[] message) {
        later.add(message);
    }

    /** Tells what waits, unless somebody is telling something: who then goes on with it. */
    void go() {
        while (!later.isEmpty() && !turn.isHeldByCurrentThread() && turn.tryLock()) {
            try {
                sayWhatWaits();
            } finally {
                turn.unlock();
            }
        }
    }

    private void sayWhatWaits() {
        for (byte[] next = later.poll(); next != null; next = later.poll()) {
            says(next);
        }
    }
}
