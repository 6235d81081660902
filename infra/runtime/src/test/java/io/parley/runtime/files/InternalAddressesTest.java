package io.parley.runtime.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InternalAddressesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "192.0.2.1",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "2001:db8::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "2002:7f00:1::1",
                "2002:c0a8:101::",
                "2001:0:4136:e378:8000:63bf:80ff:fffe"
            })
    void internalOnesAreRefused(String address) throws Exception {
        assertThat(new InternalAddresses(List.of()).mayBeCalled("host", InetAddress.getByName(address)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "172.15.255.255",
                "172.32.0.1",
                "100.63.0.1",
                "100.128.0.1",
                "169.253.0.1",
                "2606:4700::1111",
                "64:ff9b::808:808",
                "2002:808:808::1",
                "::ffff:8.8.8.8"
            })
    void publicOnesMayBeCalled(String address) throws Exception {
        assertThat(new InternalAddresses(List.of()).mayBeCalled("host", InetAddress.getByName(address)))
                .isTrue();
    }

    @Test
    void anIpv4AddressInIpv6ClothesIsJudgedAsWhatItIs() throws Exception {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        mapped[12] = 127;
        mapped[15] = 1;

        InetAddress loopback = Inet6Address.getByAddress("host", mapped, -1);

        assertThat(loopback).isInstanceOf(Inet6Address.class);
        assertThat(new InternalAddresses(List.of()).mayBeCalled("host", loopback))
                .isFalse();
        assertThat(new InternalAddresses(List.of("127.0.0.0/8")).mayBeCalled("host", loopback))
                .isTrue();
    }

    @Test
    void aSettingAllowsNamesAddressesAndBlocks() throws Exception {
        InternalAddresses addresses =
                new InternalAddresses(List.of("Minio.internal", "10.1.0.0/16", "192.168.1.7", "fd00::/8", " "));

        assertThat(addresses.mayBeCalled("minio.INTERNAL", InetAddress.getByName("10.9.9.9")))
                .isTrue();
        assertThat(addresses.mayBeCalled("x", InetAddress.getByName("10.1.255.1")))
                .isTrue();
        assertThat(addresses.mayBeCalled("x", InetAddress.getByName("10.2.0.1")))
                .isFalse();
        assertThat(addresses.mayBeCalled("x", InetAddress.getByName("192.168.1.7")))
                .isTrue();
        assertThat(addresses.mayBeCalled("x", InetAddress.getByName("192.168.1.8")))
                .isFalse();
        assertThat(addresses.mayBeCalled("x", InetAddress.getByName("fd00::1"))).isTrue();
        assertThat(addresses.mayBeCalled("x", InetAddress.getByName("fc00::1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/x", "fd00::/129", "10.0.0.999"})
    void aSettingThatMeansNothingIsRefused(String entry) {
        assertThatThrownBy(() -> new InternalAddresses(List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(entry);
    }
}
