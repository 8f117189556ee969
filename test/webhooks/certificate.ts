/**
 * A certificate that nobody trusts but who is told to, for portail.example, rebinding.example, inward.example and 127.0.0.1:
 * made for these tests, it opens nothing, and holds for a hundred years so that no run needs a tool to make another.
 */
export const certificate = {
  cert: `-----BEGIN CERTIFICATE-----
MIIB0zCCAXigAwIBAgIUL/0fVJ9N0nY/wmf7gxj2LBsRGl8wCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPcG9ydGFpbC5leGFtcGxlMCAXDTI2MTEyMjE2NTcwNVoYDzIx
MjYxMDI5MTY1NzA1WjAaMRgwFgYDVQQDDA9wb3J0YWlsLmV4YW1wbGUwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAARyVbdNxVDcdaUrE9zfykqydHmvTSTJJk5x4c/T
la+VwFcm6iIv2vBPGlmIn0wLGkVIcp+srYP3CNxS8QOu0Z9ro4GZMIGWMB0GA1Ud
DgQWBBSw96XTKExdROyl1ScjwoFY7RV/VTAfBgNVHSMEGDAWgBSw96XTKExdROyl
1ScjwoFY7RV/VTAPBgNVHRMBAf8EBTADAQH/MEMGA1UdEQQ8MDqCD3BvcnRhaWwu
ZXhhbXBsZYIRcmViaW5kaW5nLmV4YW1wbGWCDmlud2FyZC5leGFtcGxlhwR/AAAB
MAoGCCqGSM49BAMCA0kAMEYCIQDwWlmRmRH+IOyC5Sjhi8RaFw6f9XAFRH3iPXBb
7gkmrAIhAKHC96TwimvIdd3FjcuKMEuIt4RyyZjB3Ky/+p/SaPX4
-----END CERTIFICATE-----`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg9xOnTuIy/ocEvtpe
ZIzSCaFxxu+l1ajgpGHSttY1qxOhRANCAARyVbdNxVDcdaUrE9zfykqydHmvTSTJ
Jk5x4c/Tla+VwFcm6iIv2vBPGlmIn0wLGkVIcp+srYP3CNxS8QOu0Z9r
-----END PRIVATE KEY-----`,
}
