%% A client id that is the name of an account is that account's alone. The broker has a setting for certificates and none for
%% passwords (docs/adr/0010-client-ids.md).
%%
%% An authorisation backend beside the broker's own: both have to agree. It is asked before the broker gives the client id to
%% the new connection and closes the older one that had it, so nobody can throw another off.
-module(iot_client_id).
-behaviour(rabbit_authz_backend).

-export([user_login_authorization/2, check_vhost_access/3, check_resource_access/4, check_topic_access/4,
         expiry_timestamp/1, update_state/2]).

user_login_authorization(_Username, _AuthProps) ->
    {ok, none}.

%% {auth_user, Username, Tags, Impl} is the record of rabbit_common/include/rabbit.hrl. Devices have no tags: a user that
%% administers the broker does not speak MQTT, whatever certificate is made out to its name.
check_vhost_access({auth_user, Name, [], _Impl}, _VHost, #{<<"client_id">> := Name}) ->
    true;
check_vhost_access({auth_user, _Name, [], _Impl}, _VHost, #{<<"client_id">> := Other}) ->
    rabbit_auth_backend_internal:lookup_user(Other) =:= {error, not_found};
check_vhost_access(_Administrator, _VHost, #{<<"client_id">> := _Any}) ->
    false;
check_vhost_access(_User, _VHost, _NotMqtt) ->
    true.

check_resource_access(_User, _Resource, _Permission, _Context) ->
    true.

check_topic_access(_User, _Resource, _Permission, _Context) ->
    true.

expiry_timestamp(_User) ->
    never.

update_state(User, _NewState) ->
    {ok, User}.
