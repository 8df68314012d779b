package io.redstart.server.transport;

import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Speaks TLS, version 1.2 or newer, with HTTP/1.1 or another protocol in it. */
public final class TlsConnectionFactory extends SslConnectionFactory {
    private final SslContextFactory.Server tls;

    /**
     * TLS with an identity of the server.
     *
     * @param identity shown to new connections until there is another
     */
    TlsConnectionFactory(TlsIdentity identity) {
        this(new SslContextFactory.Server(), HttpVersion.HTTP_1_1.asString());
        tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        tls.setRenegotiationAllowed(false);
        identity.showOn(tls);
    }

    private TlsConnectionFactory(SslContextFactory.Server tls, String next) {
        super(tls, next);
        this.tls = tls;
    }

    /**
     * The same with another protocol in it; whatever identity is shown here is shown there.
     *
     * @param next the protocol's name
     * @return to be used beside this
     */
    public TlsConnectionFactory around(String next) {
        return new TlsConnectionFactory(tls, next);
    }

    /**
     * Shows another identity to connections that are opened from now on. Those that are open stay as they are.
     */
    void show(TlsIdentity identity) throws Exception {
        tls.reload(same -> identity.showOn(tls));
    }
}
