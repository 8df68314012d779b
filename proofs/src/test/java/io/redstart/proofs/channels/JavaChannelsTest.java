package io.redstart.proofs.channels;

class JavaChannelsTest extends ChannelsContract {
    @Override
    Player.Kind kind() {
        return JavaPlayer::new;
    }
}
