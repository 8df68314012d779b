package io.redstart.benchmarks.load;

import io.redstart.api.Api;
import io.redstart.api.NonBlocking;
import io.redstart.api.OnPacket;
import io.redstart.api.Session;
import io.redstart.benchmarks.micro.PacketBenchmark.Hero;
import jakarta.inject.Singleton;

/** Sends each packet back. */
@Api("heroes")
@Singleton
public class PacketApi {
    /** For the server. */
    public PacketApi() {}

    /**
     * A hero comes and goes.
     *
     * @param hero any
     * @param session whose it is
     */
    @OnPacket
    @NonBlocking
    public void met(Hero hero, Session session) {
        session.send(hero);
    }
}
