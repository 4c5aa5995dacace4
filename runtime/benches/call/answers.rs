//! An answer like those that list servers: what generated code has for it, and the same with serde's derive.

use docwright_runtime::operation::FieldInfo;
use docwright_runtime::record::{Record, Value, absent, absent_mut};
use serde::Deserialize;

/// One server, as the answer has it.
const INSTANCE: &str = r#"{"InstanceId":"i-bp67acfmxazb4p1","InstanceName":"web server 7","Description":"a server of the shop","HostName":"web-7.example.com","ImageId":"m-bp67acfmxazb4p","RegionId":"cn-hangzhou","ZoneId":"cn-hangzhou-g","ClusterId":"c-bp67acfmxazb4p","InstanceType":"ecs.g5.large","InstanceTypeFamily":"ecs.g5","InternetMaxBandwidthOut":88,"InternetMaxBandwidthIn":96,"GPUAmount":104,"Memory":112,"Recyclable":true,"IoOptimized":true,"DeviceAvailable":true,"Cpu":144,"Status":"Running","SerialNumber":"51d1353b-22bf-4567-a176-8b3e12e43135","CreationTime":"2017-12-10T04:04Z","ExpiredTime":"2017-12-10T04:04Z","AutoReleaseTime":"2017-12-10T04:04Z","StartTime":"2017-12-10T04:04Z","InstanceChargeType":"PostPaid","InternetChargeType":"PayByTraffic","InstanceNetworkType":"vpc","StoppedMode":"Not-applicable","OSName":"CentOS  7.4 64 \u4f4d","OSType":"linux","OSNameEn":"CentOS  7.4 64 bit","KeyPairName":"testKeyPairName","CreditSpecification":"Standard","ResourceGroupId":"rg-bp67acfmxazb4p","DeploymentSetId":"ds-bp67acfmxazb4p","PublicIpAddress":{"IpAddress":["121.40.35.1","192.0.2.17"]},"InnerIpAddress":{"IpAddress":["121.40.36.1","192.0.2.17"]},"SecurityGroupIds":{"SecurityGroupId":["sg-bp67acfmxazb4p","sg-bp67acfmxazb4q"]},"VpcAttributes":{"VpcId":"v-bp67acfmxazb4p","VSwitchId":"vsw-bp67acfmxazb4p","NatIpAddress":"172.17.0.5"},"Tags":{"Tag":[{"TagKey":"team","TagValue":"shop"},{"TagKey":"stage","TagValue":"production"},{"TagKey":"owner","TagValue":"web@example.com"}]},"NetworkInterfaces":{"NetworkInterface":[{"NetworkInterfaceId":"eni-bp67acfmxazb4p","MacAddress":"00:16:3e:32:b4:12","PrimaryIpAddress":"172.17.0.5","Type":"Primary"}]},"MetadataOptions":{"HttpEndpoint":"enabled","HttpTokens":"optional","HttpPutResponseHopLimit":1}}"#;

/// An answer with this many servers.
pub fn json(instances: usize) -> String {
    let list = vec![INSTANCE; instances].join(",");
    format!(
        r#"{{"TotalCount":{instances},"PageNumber":1,"PageSize":10,"RequestId":"473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E","Instances":{{"Instance":[{list}]}}}}"#
    )
}

/// Writes a struct, what generated code has for it, and serde's derive.
macro_rules! answers {
    ($($name:ident { $($index:literal $field:ident $wire:literal $type:ty,)* })*) => {
        $(
            #[allow(clippy::struct_field_names, reason = "the names are the answer's")]
            #[derive(Clone, Debug, Default, Deserialize, PartialEq)]
            #[serde(default)]
            pub struct $name {
                $(#[serde(rename = $wire)] pub $field: $type,)*
            }

            impl Record for $name {
                fn fields(&self) -> &'static [FieldInfo] {
                    static FIELDS: &[FieldInfo] = &[$(FieldInfo::body($wire)),*];
                    FIELDS
                }

                fn field(&self, index: usize) -> &dyn Value {
                    match index {
                        $($index => &self.$field,)*
                        _ => absent(),
                    }
                }

                fn field_mut(&mut self, index: usize) -> &mut dyn Value {
                    match index {
                        $($index => &mut self.$field,)*
                        _ => absent_mut(),
                    }
                }
            }
        )*
    };
}

answers! {
    Output {
        0 total_count "TotalCount" i64,
        1 page_number "PageNumber" i64,
        2 page_size "PageSize" i64,
        3 request_id "RequestId" String,
        4 next_token "NextToken" String,
        5 instances "Instances" Option<Instances>,
    }
    Instances {
        0 instance "Instance" Vec<Instance>,
    }
    Addresses {
        0 ip_address "IpAddress" Vec<String>,
    }
    Groups {
        0 security_group_id "SecurityGroupId" Vec<String>,
    }
    Vpc {
        0 vpc_id "VpcId" String,
        1 v_switch_id "VSwitchId" String,
        2 nat_ip_address "NatIpAddress" String,
    }
    Tags {
        0 tag "Tag" Vec<Tag>,
    }
    Tag {
        0 tag_key "TagKey" String,
        1 tag_value "TagValue" String,
    }
    NetworkInterfaces {
        0 network_interface "NetworkInterface" Vec<NetworkInterface>,
    }
    NetworkInterface {
        0 network_interface_id "NetworkInterfaceId" String,
        1 mac_address "MacAddress" String,
        2 primary_ip_address "PrimaryIpAddress" String,
        3 r#type "Type" String,
    }
    MetadataOptions {
        0 http_endpoint "HttpEndpoint" String,
        1 http_tokens "HttpTokens" String,
        2 http_put_response_hop_limit "HttpPutResponseHopLimit" i64,
    }
    Instance {
        0 instance_id "InstanceId" String,
        1 instance_name "InstanceName" String,
        2 description "Description" String,
        3 host_name "HostName" String,
        4 image_id "ImageId" String,
        5 region_id "RegionId" String,
        6 zone_id "ZoneId" String,
        7 cluster_id "ClusterId" String,
        8 instance_type "InstanceType" String,
        9 instance_type_family "InstanceTypeFamily" String,
        10 internet_max_bandwidth_out "InternetMaxBandwidthOut" i64,
        11 internet_max_bandwidth_in "InternetMaxBandwidthIn" i64,
        12 gpu_amount "GPUAmount" i64,
        13 memory "Memory" i64,
        14 recyclable "Recyclable" bool,
        15 io_optimized "IoOptimized" bool,
        16 device_available "DeviceAvailable" bool,
        17 cpu "Cpu" i64,
        18 status "Status" String,
        19 serial_number "SerialNumber" String,
        20 creation_time "CreationTime" String,
        21 expired_time "ExpiredTime" String,
        22 auto_release_time "AutoReleaseTime" String,
        23 start_time "StartTime" String,
        24 instance_charge_type "InstanceChargeType" String,
        25 internet_charge_type "InternetChargeType" String,
        26 instance_network_type "InstanceNetworkType" String,
        27 stopped_mode "StoppedMode" String,
        28 os_name "OSName" String,
        29 os_type "OSType" String,
        30 os_name_en "OSNameEn" String,
        31 key_pair_name "KeyPairName" String,
        32 credit_specification "CreditSpecification" String,
        33 resource_group_id "ResourceGroupId" String,
        34 deployment_set_id "DeploymentSetId" String,
        35 public_ip_address "PublicIpAddress" Option<Addresses>,
        36 inner_ip_address "InnerIpAddress" Option<Addresses>,
        37 security_group_ids "SecurityGroupIds" Option<Groups>,
        38 vpc_attributes "VpcAttributes" Option<Vpc>,
        39 tags "Tags" Option<Tags>,
        40 network_interfaces "NetworkInterfaces" Option<NetworkInterfaces>,
        41 metadata_options "MetadataOptions" Option<MetadataOptions>,
    }
}
