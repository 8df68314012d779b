package io.redstart.examples.arena;

import java.util.concurrent.ThreadLocalRandom;

/** A ship nobody steers: it wanders about, and turns back to the middle when it comes near an edge. */
record Drone(Ship ship) {
    void move() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Arena.Seen now = ship.seen();
        double heading = now.heading() / 256.0 * 2 * Math.PI + random.nextDouble(-0.6, 0.6);
        double toX = Math.cos(heading) * 0.5;
        double toY = Math.sin(heading) * 0.5;
        if (isNearEdge(now)) {
            toX += (Arena.WIDTH / 2.0 - now.x()) / Arena.WIDTH;
            toY += (Arena.HEIGHT / 2.0 - now.y()) / Arena.HEIGHT;
        }
        ship.steer(toX, toY);
        ship.move();
    }

    private static boolean isNearEdge(Arena.Seen now) {
        int margin = 140;
        return now.x() < margin
                || now.y() < margin
                || now.x() > Arena.WIDTH - margin
                || now.y() > Arena.HEIGHT - margin;
    }
}
