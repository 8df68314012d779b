package io.redstart.examples.arena;

import java.util.concurrent.ThreadLocalRandom;

/** One ship. It is steered by its player's thread and moved by the clock's. */
final class Ship {
    /** How far it goes in one update. */
    private static final double SPEED = 9;

    private final int id;
    private double x = ThreadLocalRandom.current().nextDouble(0.2, 0.8) * Arena.WIDTH;
    private double y = ThreadLocalRandom.current().nextDouble(0.2, 0.8) * Arena.HEIGHT;
    private double steersX;
    private double steersY;
    private double velocityX;
    private double velocityY;
    private double heading;

    Ship(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }

    /** Where to, and how fast: a length of 1 at most. */
    synchronized void steer(double toX, double toY) {
        double length = Math.max(1, Math.hypot(toX, toY));
        steersX = toX / length;
        steersY = toY / length;
    }

    synchronized void move() {
        velocityX += (steersX * SPEED - velocityX) * 0.15;
        velocityY += (steersY * SPEED - velocityY) * 0.15;
        x = Math.min(Arena.WIDTH, Math.max(0, x + velocityX));
        y = Math.min(Arena.HEIGHT, Math.max(0, y + velocityY));
        if (Math.hypot(velocityX, velocityY) > 0.5) {
            heading = Math.atan2(velocityY, velocityX);
        }
    }

    synchronized Arena.Seen seen() {
        return new Arena.Seen(
                id, (int) Math.round(x), (int) Math.round(y), (int) Math.round(heading / (2 * Math.PI) * 256) & 0xFF);
    }
}
