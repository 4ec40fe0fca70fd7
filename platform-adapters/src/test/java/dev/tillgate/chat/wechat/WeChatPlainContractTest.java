package dev.tillgate.chat.wechat;

import dev.tillgate.chat.channel.ChannelContract;
import dev.tillgate.chat.channel.ChannelFixture;

/** An official account whose messages come in plain keeps the contract of channels. */
class WeChatPlainContractTest extends ChannelContract {
    @Override
    protected ChannelFixture fixture() {
        return new WeChatFixture(FakeWeChat.Mode.PLAIN);
    }
}
